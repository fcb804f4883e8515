export const benchWebhooks = (_: unknown): Promise<void> => Promise.resolve();
