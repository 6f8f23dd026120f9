const ids = ['7d1f0c3e-52ab-4e06-9f3b-1c88a4d0e6b2', 'b94a27f1-0d6c-4b8e-8a15-63e2f7c9d015'];

/** Replaces texts that differ from run to run by texts of the same width. */
export function alike(text: string): string {
  const seen: string[] = [];
  const idFor = (start: string): string => {
    if (!seen.includes(start)) seen.push(start);
    return ids[seen.indexOf(start)] ?? start;
  };
  return text
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, (id) =>
      idFor(id.slice(0, 8)),
    )
    .replace(/\b([0-9a-f]{8})(-[0-9a-f-]*)…/g, (_, start: string, rest: string) => {
      return `${idFor(start).slice(0, 8 + rest.length)}…`;
    })
    .replace(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/g, '2026-11-22T08:53:34.986Z')
    .replace(/\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/g, '2026-11-22 08:53:34')
    .replace(/\b\d{4} \d{2} \d{2}\b/g, '2026 11 22')
    .replace(/"modified":\d{13}/g, '"modified":1795337614986')
    .replace(/\b127\.0\.0\.1:\d{5}\b/g, '127.0.0.1:50000') // Any free port.
    .replace(/"seconds_left":\d+/g, '"seconds_left":1000')
    .replace(/\b16 min \d+ s\b/g, '16 min 40 s')
    .replace(/16 分 \d+ 秒/g, '16 分 40 秒');
}
