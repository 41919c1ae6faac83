/**
 * Does something with a signal of its own, which lives no longer than that: libraries listen to a signal and never stop, and those of the
 * platforms live as long as the process.
 * @throws the signal's reason once it has aborted, or what `act` throws
 */
export async function withSignal<T>(signal: AbortSignal, act: (own: AbortSignal) => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const own = new AbortController();
  const abort = () => own.abort(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await act(own.signal);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
