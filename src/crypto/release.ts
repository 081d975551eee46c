/**
 * Gives the memory of bytes back at once, when nobody reads them any more. Bytes lie outside V8's heap, and what a film
 * leaves there starts one round of garbage collection after the other, over all that the portal holds: measured, half of
 * the time in which a film was received. Left alone is what shares its memory with other bytes.
 */
export function release(bytes: Uint8Array): void {
  const { buffer } = bytes
  const own = bytes.byteLength > 0 && bytes.byteLength === buffer.byteLength
  if (own && 'transfer' in buffer) buffer.transfer(0)
}
