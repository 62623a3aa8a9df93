// Where labels may stand: wholly on the disc or wholly off it, never across the limb.
export type Rect = [number, number, number, number];
export interface Disc {
  across: number; // px, its width
  holds(x: number, y: number): boolean;
  faces(x: number, y: number): boolean; // whether the ground there is not seen from the side, where names of lands crowd
  clear(box: Rect): boolean; // whether the limb does not cross a box
}

const FACING = 0.92; // share of the radius: beyond it the ground is seen at less than 23 degrees
export function discOf(limb: [number, number][]): Disc {
  const xs = limb.map((p) => p[0]),
    ys = limb.map((p) => p[1]),
    [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const [x0, y0] = [(left + right) / 2, (top + bottom) / 2],
    far = limb.map(([x, y]) => Math.hypot(x - x0, y - y0)),
    sure = Math.min(...far) * Math.cos(Math.PI / limb.length); // inside is inside, whatever the shape
  const holds = (x: number, y: number) => {
    if (x < left || x > right || y < top || y > bottom) return false;
    if (Math.hypot(x - x0, y - y0) < sure) return true;
    let inside = false;
    for (let i = 0, j = limb.length - 1; i < limb.length; j = i++) {
      const [xi, yi] = limb[i],
        [xj, yj] = limb[j];
      if (yi > y !== yj > y && x < xi + ((xj - xi) * (y - yi)) / (yj - yi)) inside = !inside;
    }
    return inside;
  };
  const clear = ([x1, y1, x2, y2]: Rect) => {
    const corners = [holds(x1, y1), holds(x2, y1), holds(x1, y2), holds(x2, y2)];
    if (corners.every(Boolean)) return true; // the disc has no dents
    if (corners.some(Boolean)) return false;
    const crossed = limb.some(([x, y]) => x > x1 && x < x2 && y > y1 && y < y2),
      steps = Math.ceil((x2 - x1) / 6);
    return (
      !crossed &&
      !Array.from({ length: steps }, (_, i) => x1 + ((x2 - x1) * i) / steps).some((x) => holds(x, y1) || holds(x, y2))
    );
  };
  const faces = (x: number, y: number) => holds(x0 + (x - x0) / FACING, y0 + (y - y0) / FACING);
  return { across: right - left, holds, faces, clear };
}

const FAR = 400; // px: on a smaller globe names and pins would pile up
export const isFar = (disc: Disc) => disc.across < FAR;
