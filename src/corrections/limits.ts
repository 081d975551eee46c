/** How long a publication can be undone. */
export const undoMinutes = 10
