/** What one form may carry. */
export const largestMegabytes = 20
export const largestFile = largestMegabytes * 1024 * 1024
/** Six pictures of the largest size and their words; docs/operations.md gives the proxy the same. */
export const largestUpload = 130 * 1024 * 1024
