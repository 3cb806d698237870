// Where the reader is: path and parameters of the address, which hold the whole state of a page. A link inside the site
// changes the address without loading the page anew; Back works.
import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";

export interface Place {
  path: string; // "/releases/2022@1", decoded
  parameters: URLSearchParams;
}

const here = (): Place => ({ path: decodeURIComponent(location.pathname), parameters: new URLSearchParams(location.search) });

export function go(address: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  dispatchEvent(new PopStateEvent("popstate"));
}

// The same page with other parameters; an empty value takes the parameter away.
export function withParameters(parameters: URLSearchParams, changes: Record<string, string | readonly string[] | null>): string {
  const next = new URLSearchParams(parameters);
  for (const [name, value] of Object.entries(changes)) {
    next.delete(name);
    for (const one of typeof value === "string" ? [value] : (value ?? [])) if (one) next.append(name, one);
  }
  const query = next.toString();
  return location.pathname + (query && `?${query}`);
}

export const PlaceContext = createContext<Place>({ path: "/", parameters: new URLSearchParams() });
export const usePlace = (): Place => useContext(PlaceContext);

export function usePlaceOfAddress(): Place {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const moved = () => setPlace(here());
    const clicked = (event: MouseEvent) => {
      const link = (event.target as Element).closest?.("a[href]");
      const plain = event.button === 0 && !event.defaultPrevented && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
      if (!plain || !(link instanceof HTMLAnchorElement) || link.origin !== location.origin || link.target || link.hasAttribute("download")) return;
      if (/^\/(api|ogc|sdmx)\//.test(link.pathname) || (link.hash && link.pathname + link.search === location.pathname + location.search)) return;
      event.preventDefault();
      go(link.href);
    };
    addEventListener("popstate", moved);
    document.addEventListener("click", clicked);
    return () => {
      removeEventListener("popstate", moved);
      document.removeEventListener("click", clicked);
    };
  }, []);
  return place;
}
