// A page of a centre that holds no register yet: what will stand here, and the way to the first file for whoever may import.
import { useSite } from "../site.ts";
import { Notice } from "./notice.tsx";
import { PageHead } from "./page_head.tsx";

export function NoRegister({ title, text }: { title: string; text: string }) {
  const { say, offered } = useSite();
  return (
    <>
      <PageHead title={title} />
      <Notice title={say("site.today.empty.title")}>
        <p>{text}</p>
        {offered("register import") && (
          <p>
            <a class="button" href="/registers">
              {say("site.today.import")}
            </a>
          </p>
        )}
      </Notice>
    </>
  );
}
