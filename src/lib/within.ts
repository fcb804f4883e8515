/** Gives up waiting after so many milliseconds; the work itself goes on. @throws Error with `message` */
export async function within<Result>(
  ms: number,
  work: Promise<Result>,
  message = 'it took too long',
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(message)), ms);
  });
  return Promise.race([work, tooLong]).finally(() => clearTimeout(timer));
}
