import { describe, expect, it } from "vitest";
import type { MultiPolygon } from "../../src/document.ts";
import { anchorOf, boundsOf, inPlane, mercator, type Shapes, shapesFrom } from "./shapes.ts";
import { spanFor } from "./use_map.ts";

const square = (x: number, y: number, side: number): MultiPolygon => [[[[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]]];
const shapes = (plane: Shapes["plane"]): Shapes => ({
  type: "FeatureCollection", plane,
  features: [{ type: "Feature", properties: { code: "A", name: "A" }, geometry: { type: "MultiPolygon", coordinates: square(70, 49, 2) } }],
});

describe("shapes of a map", () => {
  it("come from the document, or not at all", () => {
    expect(shapesFrom(null)).toBeNull();
    expect(shapesFrom(JSON.stringify(shapes("degrees")))?.features.length).toBe(1);
  });
  it("lie within their bounds", () => {
    expect(boundsOf(shapes("degrees"))).toEqual([70, 49, 72, 51]);
    expect(boundsOf({ ...shapes("degrees"), features: [] })).toBeNull();
  });
  it("are marked in the middle of their largest part, whichever way it runs", () => {
    const [x, y] = anchorOf([...square(0, 0, 1), ...square(10, 10, 4)]);
    expect([x, y]).toEqual([12, 12]);
    const reversed = square(10, 10, 4).map((polygon) => polygon.map((ring) => [...ring].reverse()));
    expect(anchorOf(reversed)).toEqual([12, 12]);
  });
  it("are projected when they are on the globe, and kept when they are not", () => {
    expect(mercator([0, 0])[1]).toBeCloseTo(0);
    expect(mercator([0, 51])[1]).toBeCloseTo(59.480, 2); // 180/π · asinh(tan 51°)
    expect(inPlane(shapes("local")).get("A")).toEqual(square(70, 49, 2));
    expect(inPlane(shapes("degrees")).get("A")?.[0]?.[0]?.[2]?.[1]).toBeCloseTo(59.480, 2);
  });
});

describe("the span of a map", () => {
  it("is the last so many years of what is covered", () => {
    expect(spanFor("1998..2007", "year")).toBe("1998..2007");
    expect(spanFor("1998..2007", "month")).toBe("2005..2007");
    expect(spanFor("1998..2007", "quarter")).toBe("2002..2007");
    expect(spanFor("2012-01-01..2012-12-31", "month")).toBe("2012");
    expect(spanFor("", "year")).toBe("");
  });
});
