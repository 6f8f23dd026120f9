/**
 * File and line of the caller of `callee`, as `auth.ts:26`; `?` if the engine does not say.
 * A stack trace costs several times the log line itself: calls that went through the build do not come here.
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
