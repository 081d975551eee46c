import { KeyStoreError } from '../crypto/key-store.ts'
import { StartupError } from '../errors.ts'

/** Runs a command; what went wrong is said in words and becomes the exit code, without a stack trace. */
export async function inWords(command: () => Promise<void>): Promise<void> {
  try {
    await command()
  } catch (error) {
    if (!(error instanceof StartupError) && !(error instanceof KeyStoreError)) throw error
    console.error(`\n${error.message}\n`)
    process.exitCode = error instanceof StartupError ? error.exitCode : 1
  }
}
