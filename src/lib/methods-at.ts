import type { IRouter } from 'express';

/** What Express keeps of each thing mounted on a router; its types know nothing of it. */
interface Layer {
  /** Gives back the part of the path that fits, if it fits. */
  match(path: string): { path: string } | false;
  route?: { methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

/** The methods that the routes of a router, and of the routers mounted on it, take for a path. */
export function methodsAt(router: IRouter, path: string): Set<string> {
  return new Set(methodsIn((router as unknown as { stack: Layer[] }).stack, path));
}

function methodsIn(layers: readonly Layer[], path: string): string[] {
  return layers.flatMap((layer) => {
    const { route, handle } = layer;
    const fits = (route ?? handle.stack) && layer.match(path);
    if (!fits) return [];
    if (!route) return methodsIn(handle.stack ?? [], path.slice(fits.path.length) || '/');
    const methods = Object.keys(route.methods).map((method) => method.toUpperCase());
    return methods.includes('GET') ? [...methods, 'HEAD'] : methods;
  });
}
