// The map's own marks as pictures: hatching, and triangles above and below what chance explains.
import { palette } from "../../src/figures/palette.ts";

export interface Picture {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

function drawn(size: number, draw: (pen: CanvasRenderingContext2D) => void): Picture {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) throw new Error("no canvas to draw a mark on");
  draw(pen);
  const { data, width, height } = pen.getImageData(0, 0, size, size);
  return { width, height, data };
}

export const hatch = (): Picture =>
  drawn(16, (pen) => {
    pen.fillStyle = palette.paper;
    pen.fillRect(0, 0, 16, 16);
    pen.strokeStyle = palette.earlier;
    pen.lineWidth = 3;
    pen.beginPath();
    for (const offset of [-16, 0, 16]) {
      pen.moveTo(offset - 4, 20);
      pen.lineTo(offset + 20, -4);
    }
    pen.stroke();
  });

export const triangle = (up: boolean): Picture =>
  drawn(40, (pen) => {
    const [tip, base] = up ? [7, 33] : [33, 7];
    pen.beginPath();
    pen.moveTo(20, tip);
    pen.lineTo(34, base);
    pen.lineTo(6, base);
    pen.closePath();
    pen.lineJoin = "round";
    pen.lineWidth = 7;
    pen.strokeStyle = palette.paper;
    pen.stroke();
    pen.fillStyle = up ? palette.alert : palette.accent;
    pen.fill();
  });
