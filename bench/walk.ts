export const benchWalk = (_: unknown): Promise<void> => Promise.resolve();
