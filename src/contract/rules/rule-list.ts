import { RULE_GROUPS, type Rule, type RuleGroup, type RuleOf } from './rule.ts'
import { ackApproved } from './acknowledges/ack-approved.ts'
import { ackBodyJson } from './acknowledges/ack-body-json.ts'
import { ackBodySuccess } from './acknowledges/ack-body-success.ts'
import { ackChunked } from './acknowledges/ack-chunked.ts'
import { ackExpect } from './acknowledges/ack-expect.ts'
import { ackExpired } from './acknowledges/ack-expired.ts'
import { ackExtraField } from './acknowledges/ack-extra-field.ts'
import { ackFace } from './acknowledges/ack-face.ts'
import { ackFinished } from './acknowledges/ack-finished.ts'
import { ackFreeId } from './acknowledges/ack-free-id.ts'
import { ackFutureStatus } from './acknowledges/ack-future-status.ts'
import { ackGovernment } from './acknowledges/ack-government.ts'
import { ackHttp10 } from './acknowledges/ack-http-1-0.ts'
import { ackHttpStatus } from './acknowledges/ack-http-status.ts'
import { ackId } from './acknowledges/ack-id.ts'
import { ackIdSecond } from './acknowledges/ack-id-second.ts'
import { ackInTime } from './acknowledges/ack-in-time.ts'
import { ackKeptAlive } from './acknowledges/ack-kept-alive.ts'
import { ackLegacy } from './acknowledges/ack-legacy.ts'
import { ackMediaType } from './acknowledges/ack-media-type.ts'
import { ackNoExternalId } from './acknowledges/ack-no-external-id.ts'
import { ackNoRedirect } from './acknowledges/ack-no-redirect.ts'
import { ackPost } from './acknowledges/ack-post.ts'
import { ackPostSecond } from './acknowledges/ack-post-second.ts'
import { ackReachable } from './acknowledges/ack-reachable.ts'
import { ackReadsBody } from './acknowledges/ack-reads-body.ts'
import { ackRejected } from './acknowledges/ack-rejected.ts'
import { ackSample } from './acknowledges/ack-sample.ts'
import { ackSoon } from './acknowledges/ack-soon.ts'
import { ackSpecialCharacters } from './acknowledges/ack-special-characters.ts'
import { authBasic } from './authenticates/auth-basic.ts'
import { authChallenge } from './authenticates/auth-challenge.ts'
import { authExpired } from './authenticates/auth-expired.ts'
import { authHeaderMissing } from './authenticates/auth-header-missing.ts'
import { authHeaderWrong } from './authenticates/auth-header-wrong.ts'
import { authNone } from './authenticates/auth-none.ts'
import { authQuery } from './authenticates/auth-query.ts'
import { authSameLength } from './authenticates/auth-same-length.ts'
import { authSchemeCase } from './authenticates/auth-scheme-case.ts'
import { authToken } from './authenticates/auth-token.ts'
import { authWrong } from './authenticates/auth-wrong.ts'
import { tlsDays } from './transport/tls-days.ts'
import { tlsHttps } from './transport/tls-https.ts'
import { tlsName } from './transport/tls-name.ts'
import { tlsOld } from './transport/tls-old.ts'
import { tlsPlain } from './transport/tls-plain.ts'
import { tlsTrusted } from './transport/tls-trusted.ts'
import { tlsVersion } from './transport/tls-version.ts'
import { surAbort } from './survives/sur-abort.ts'
import { surAfterExpired } from './survives/sur-after-expired.ts'
import { surBurst } from './survives/sur-burst.ts'
import { surDuplicatesAtOnce } from './survives/sur-duplicates-at-once.ts'
import { surDuplicatesLater } from './survives/sur-duplicates-later.ts'
import { surFinishedFirst } from './survives/sur-finished-first.ts'
import { surFlows } from './survives/sur-flows.ts'
import { surInterleaved } from './survives/sur-interleaved.ts'
import { surLivesOn } from './survives/sur-lives-on.ts'
import { surRate } from './survives/sur-rate.ts'
import { surReviewFirst } from './survives/sur-review-first.ts'
import { refArray } from './refuses/ref-array.ts'
import { refBrokenJson } from './refuses/ref-broken-json.ts'
import { refDeep } from './refuses/ref-deep.ts'
import { refEmpty } from './refuses/ref-empty.ts'
import { refGet } from './refuses/ref-get.ts'
import { refGzip } from './refuses/ref-gzip.ts'
import { refLarge } from './refuses/ref-large.ts'
import { refMediaType } from './refuses/ref-media-type.ts'
import { refNoId } from './refuses/ref-no-id.ts'
import { refNoStatus } from './refuses/ref-no-status.ts'
import { refNull } from './refuses/ref-null.ts'
import { refNumber } from './refuses/ref-number.ts'
import { refPut } from './refuses/ref-put.ts'
import { refUtf8 } from './refuses/ref-utf8.ts'
import { refWrongTypes } from './refuses/ref-wrong-types.ts'

const RULES_OF: Readonly<Record<RuleGroup, readonly RuleOf[]>> = {
  acknowledges: [
    ackReachable,
    ackHttpStatus,
    ackMediaType,
    ackNoRedirect,
    ackInTime,
    ackSoon,
    ackBodyJson,
    ackBodySuccess,
    ackId,
    ackIdSecond,
    ackGovernment,
    ackFace,
    ackPost,
    ackPostSecond,
    ackFinished,
    ackApproved,
    ackRejected,
    ackExpired,
    ackNoExternalId,
    ackSpecialCharacters,
    ackFreeId,
    ackLegacy,
    ackSample,
    ackExtraField,
    ackFutureStatus,
    ackChunked,
    ackKeptAlive,
    ackReadsBody,
    ackExpect,
    ackHttp10,
  ],
  authenticates: [
    authToken,
    authNone,
    authWrong,
    authSameLength,
    authExpired,
    authBasic,
    authQuery,
    authSchemeCase,
    authChallenge,
    authHeaderMissing,
    authHeaderWrong,
  ],
  transport: [tlsHttps, tlsTrusted, tlsName, tlsDays, tlsVersion, tlsOld, tlsPlain],
  survives: [
    surFlows,
    surDuplicatesAtOnce,
    surDuplicatesLater,
    surFinishedFirst,
    surReviewFirst,
    surAfterExpired,
    surInterleaved,
    surBurst,
    surAbort,
    surLivesOn,
    surRate,
  ],
  refuses: [
    refEmpty,
    refBrokenJson,
    refNull,
    refArray,
    refNumber,
    refNoId,
    refNoStatus,
    refWrongTypes,
    refDeep,
    refLarge,
    refUtf8,
    refMediaType,
    refGzip,
    refGet,
    refPut,
  ],
}

/** What may end an endpoint, or keep it from others: everything that is to be refused, and these. */
const DESTRUCTIVE: ReadonlySet<RuleOf> = new Set([
  ...RULES_OF.refuses,
  surBurst,
  surAbort,
  surLivesOn,
])

/** All rules of `check`, in the order in which they are told. */
export const RULES: readonly Rule[] = RULE_GROUPS.flatMap((group) =>
  RULES_OF[group].map((rule) => ({ ...rule, group, isDestructive: DESTRUCTIVE.has(rule) })),
)
