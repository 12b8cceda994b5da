/** The boxes of the globe within a container: the picture's and the one of its credits, both in `root`. */
export const makeBoxes = (
  container: HTMLElement,
): { readonly root: HTMLElement; readonly view: HTMLElement; readonly credits: HTMLElement } => {
  const root = document.createElement('div')
  const view = document.createElement('div')
  const credits = document.createElement('div')
  root.style.cssText = view.style.cssText = 'position:absolute;inset:0;overflow:hidden'
  credits.style.cssText =
    'position:absolute;left:8px;bottom:4px;opacity:0.45;font-size:10px;transform:scale(0.7);filter:grayscale(1);transform-origin:left bottom;pointer-events:auto'
  root.append(view, credits)
  container.append(root)
  return { root, view, credits }
}
