/** Lines of a log without what is different each time. */
export const masked = (text: string): string[] => text.replaceAll(/\d+(\.\d+)?/g, '0').split('\n');
