/** How a program asks the gate: to be pasted as it stands. */

export interface Example {
  title: string;
  code: string;
}

/** `one` and `many`: the addresses; of the question what is filled in already. */
export function examplesOf(
  one: string,
  many: string,
  { contractor, job }: { contractor: string; job: string },
): Example[] {
  const [who, what] = [contractor || 'cn_…', job || 'jb_…'];
  const query = `contractor=${encodeURIComponent(who)}&job=${encodeURIComponent(what)}`.replaceAll(
    '%E2%80%A6',
    '…',
  );
  return [
    {
      title: 'cURL',
      code: `curl -H "Authorization: Bearer $GATE_KEY" "${one}?${query}"`,
    },
    {
      title: 'Node',
      code: `// At the start of work. Whatever is not a clear yes is a no.
async function mayStart(contractor, job) {
  try {
    const answer = await fetch(\`${one}?\${new URLSearchParams({ contractor, job })}\`, {
      headers: { Authorization: \`Bearer \${process.env.GATE_KEY}\` },
      signal: AbortSignal.timeout(20_000),
    });
    return answer.ok && (await answer.json()).decision === true;
  } catch {
    return false;
  }
}`,
    },
    {
      title: 'Many at once, as AuthZEN writes it',
      code: `curl -H "Authorization: Bearer $GATE_KEY" "${many}" --json '{
  "subject": { "type": "contractor", "id": "${who}" },
  "action": { "name": "start" },
  "context": { "coverage": ["general"] },
  "evaluations": [
    { "resource": { "type": "job", "id": "${what}" } },
    { "resource": { "type": "job", "id": "${what}" }, "context": { "at": "2027-01-04" } }
  ]
}'`,
    },
  ];
}
