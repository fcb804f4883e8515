export default async function stopChromium(): Promise<void> {
  await globalThis.sharedChromium?.close();
}
