/** A picture at most; a phone's largest weigh half of it. */
export const largestMegabytes = 20
export const largestPicture = largestMegabytes * 1024 * 1024
/** A film or sound at most, in bytes and in time: half an hour from any phone. */
export const largestFilmMegabytes = 1024
export const largestFilm = largestFilmMegabytes * 1024 * 1024
export const longestMinutes = 30
/** Everything that one form sends; docs/operations.md gives the proxy the same. */
export const largestUpload = largestFilm + 16 * 1024 * 1024
/** What the script sends at a time: a minute on a poor line. */
export const pieceBytes = 4 * 1024 * 1024
/** Of one item. */
export const mostMedia = 30
export const largestCaptions = 512 * 1024
