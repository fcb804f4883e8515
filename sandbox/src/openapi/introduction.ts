/** The text that opens the reference. Sources: the vendor's reference home page, its topics and its guides. */
export const introduction = `On-demand insurance for independent contractors: create a **contractor**, an **entity** and a **job**, get a
**quote**, send the contractor to the hosted **application session**, and hear by **webhook** when the **policy** is active.

This describes the 1099Policy API as its public documentation has it, served by a local sandbox that is not made by
1099Policy and sells no insurance. What the documentation leaves open carries \`x-uncertain\` and the sentence *Not
documented by the vendor; the sandbox’s choice.*

## Keys
Send your secret key as \`Authorization: Bearer <key>\`. HTTP Basic with the key as user name, \`Basic <key>\` and the bare
key are accepted too. The sandbox takes any key that begins with \`t9k_test_\` or \`t9sk_test_\`. All of them
share one account. The key decides, whatever \`Ten99Policy-Environment\` says: a test key with \`production\`, which the
vendor’s Node SDK sends by default, is taken, and the answer says so in the header \`Sandbox-Warning\`. The variant
\`strict_environment\` refuses it.

## Bodies
JSON, or a form (\`address[region]=CA\`, \`coverage_type[]=general\`; booleans as \`true\`, \`True\` or \`1\`, \`false\`,
\`False\` or \`0\`; an empty value is null); files as multipart. All text is UTF-8, without U+0000. A number has to
be one that a double can hold; send others as text. An update leaves what is not sent as it is.

## Idempotency
Send \`Ten99Policy-Idempotent-Key\` with a POST, and a repeat within 24 hours gets the first answer again, failures
included, 500 too. Nothing is kept of a request that failed validation. It has no effect on GET and DELETE. Not documented
by the vendor; the sandbox’s choice: \`bad_request\` and all codes \`invalid_…\`, \`missing_…\` and \`…_date_invalid\` count as
failed validations, all others are kept, but for trouble with the database; and the same key with other parameters is refused.

## Lists
A list is a bare array, newest first. \`limit\` is 1 to 100, 10 by default. \`starting_after\` takes the id of the last object of
a page, \`ending_before\` of the first. No more objects: an empty array.

## Money and dates
Money is in whole US cents, rates are in whole cents for each $100. Dates are whole seconds since 1970-01-01, UTC.

## Errors
A failed call is answered \`{ "error_code": "...", "message": ... }\`; \`message\` is a text, or an object of field and text.
The status is 400 (refused), 401 (no valid key), 403 (not allowed), 404 (no such object), 429 (too many requests) or 500.
An id in a path that nothing has is 404 \`resource_not_found\`; one of another kind of object is 400 with a code such as
\`invalid_quote_id\` (when that code applies is not documented by the vendor; the sandbox’s choice). Each answer carries a \`request-id\`. All codes stand at the schema \`Error\`.
`;
