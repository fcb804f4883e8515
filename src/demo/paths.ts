/** What the presenter's page can be told. */
export type PresenterAct = 'back' | 'next' | 'play' | 'clock' | 'type' | 'end' | 'recording';

/** Every URL of the demo, once. `base` is what the app is mounted below. */
export function demoPathsUnder(base: string) {
  const home = `${base}/demo`;
  return {
    home,
    scenario: (name: string) => `${home}/${encodeURIComponent(name)}`,
    next: `${home}/next`,
    end: `${home}/end`,
    clock: `${home}/clock`,
    faults: `${home}/faults`,
    faultsOff: `${home}/faults/off`,
    reset: `${home}/reset`,
    load: `${home}/load`,
    stop: `${home}/load/stop`,
    present: `${home}/present`,
    presentAct: (act: PresenterAct) => `${home}/present/${act}`,
  } as const;
}

export type DemoPaths = ReturnType<typeof demoPathsUnder>;
