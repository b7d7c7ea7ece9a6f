/** What a person at the terminal sees while things start: short lines, no timestamps. */
export const say = (line: string): void => void process.stdout.write(`${line}\n`);
