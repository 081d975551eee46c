const lostCodes = /^(08|57P0[123]|53300|ECONN|EPIPE|ENOENT|ENOTFOUND|ETIMEDOUT|EAI)/

/** Whether the connection went with this error, so that nobody else is sent there. */
export function lost(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string }
  return (
    lostCodes.test(code ?? '') || /terminated|not queryable|timeout exceeded when|read timeout/i.test(message ?? '')
  )
}
