/** daily-rotate-file replaces this text by the date wherever it stands in a path, also in the names of folders. */
export const datePlaceholder = '%DATE%';
