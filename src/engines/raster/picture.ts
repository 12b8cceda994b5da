/** The ground has no such picture, however often it is asked. */
const NEVER: readonly number[] = [404, 410]

/** A tile that the ground does not have and never will before the ground is another. */
export class NoSuchPicture extends Error {}

/**
 * A tile of a ground; null where the ground has a gap.
 * @throws {NoSuchPicture} where asking again is of no use; any other error may pass.
 */
export const fetchPicture = async (
  url: string,
  { signal, ...options }: ImageBitmapOptions & { readonly signal?: AbortSignal } = {},
): Promise<ImageBitmap | null> => {
  const answer = await fetch(url, signal ? { signal } : {})
  if (answer.status === 204) return null
  if (NEVER.includes(answer.status)) throw new NoSuchPicture(`HTTP ${answer.status}`)
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
  return createImageBitmap(new Blob([await answer.arrayBuffer()]), options)
}
