/** Lines of a log without the parts that differ from run to run. */
export const masked = (text: string): string[] => text.replaceAll(/\d+(\.\d+)?/g, '0').split('\n');
