import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take tens of seconds. If one of them began last, a single worker would be busy at the end. */
const longest =
  /test\/(?:rules\/combination|docs\/|core\/files\/|core\/exec\/service|app\/session-end|bin\/connect)/;

/** The order in which workers take the files: without it, a first run knows no durations and goes by size. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => longest.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
