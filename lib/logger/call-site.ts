/**
 * @returns file and line of the caller of `callee`, such as `auth.ts:26`; `?` if the stack trace has no such frame.
 * A stack trace costs several times the log line. The build therefore writes the call site into every call.
 */
export function callSiteOf(callee: (message: string) => void): string {
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  Error.captureStackTrace(holder, callee);
  Error.stackTraceLimit = limit;
  const frame = /([^/\\(]+:\d+):\d+\)?$/.exec(holder.stack ?? '');
  return frame?.[1] ?? '?';
}
