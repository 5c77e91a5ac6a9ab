/** Which square of a picture is kept: how much larger it is drawn than needed to fill the square, and where its middle lies, from 0 to 1. */
export interface CropView {
  zoom: number
  x: number
  y: number
}

export interface Size {
  width: number
  height: number
}

export const ZOOM_MAX = 5
export const WHOLE: CropView = { zoom: 1, x: 0.5, y: 0.5 }

/** The square in pixels of the picture; it never reaches over an edge. */
export function squareIn({ width, height }: Size, view: CropView): { left: number; top: number; side: number } {
  const side = Math.min(width, height) / view.zoom
  const start = (middle: number, length: number) => Math.min(length - side, Math.max(0, middle * length - side / 2))
  return { left: start(view.x, width), top: start(view.y, height), side }
}

/** The view after the picture was pushed so far, in sides of the square: to the right and down. */
export function pushed(size: Size, view: CropView, by: { right: number; down: number }): CropView {
  const { left, top, side } = squareIn(size, view)
  const middle = { x: left + side / 2 - by.right * side, y: top + side / 2 - by.down * side }
  return settled(size, { ...view, x: middle.x / size.width, y: middle.y / size.height })
}

/** The view with another zoom, within its limits, around the same middle. */
export function zoomed(size: Size, view: CropView, zoom: number): CropView {
  return settled(size, { ...view, zoom: Math.min(ZOOM_MAX, Math.max(1, zoom)) })
}

/** What was pushed beyond an edge is forgotten, so that pushing back moves at once. */
function settled(size: Size, view: CropView): CropView {
  const { left, top, side } = squareIn(size, view)
  return { zoom: view.zoom, x: (left + side / 2) / size.width, y: (top + side / 2) / size.height }
}
