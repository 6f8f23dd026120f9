/** Of every home that the benchmarks make. */
export const user = { name: 'egon', password: '123' };
