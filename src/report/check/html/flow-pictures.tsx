import type { JSX } from 'preact'
import type { CheckExchange } from '../../../contract/rules/evidence.ts'
import { Icon, Mark, type MarkKind } from '../../html/mark.tsx'
import { fineDuration } from '../../text/units.ts'
import { FLOW_RULE, flowLanes, type FlowLane } from './flow-lanes.ts'
import { describeExchange, markOf, verdictWord } from './marks.ts'
import type { Shown } from './shown.ts'
import type { SectionProps } from './summary.tsx'

/** How every flow was answered: a lane for each of its sessions, a mark for each of its statuses. */
export function FlowPictures({ report, shown }: SectionProps): JSX.Element {
  const lanes = flowLanes(report)
  return (
    <section id="flows" class="panel" aria-labelledby="flows-title">
      <h2 id="flows-title">Flows</h2>
      {lanes.length === 0 ? (
        <p class="quiet">{notSent(report, shown)}</p>
      ) : (
        <>
          <p class="quiet">
            Every legal order of statuses, one session each, from left to right as they were sent;
            below a mark the time to the whole answer.
          </p>
          <Legend />
          <ul class="lanes">
            {lanes.map((lane) => (
              <Lane lane={lane} shown={shown} />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function notSent({ results }: SectionProps['report'], shown: Shown): string {
  const checked = results.find(({ rule }) => rule.id === FLOW_RULE)
  const why = checked === undefined ? `${FLOW_RULE} was not chosen` : checked.finding.message
  return `No flow was sent: ${shown.message(why)}`
}

const SHAPES: readonly MarkKind[] = ['good', 'doubtful', 'bad', 'silent']

function Legend(): JSX.Element {
  return (
    <ul class="legend" aria-label="Marks">
      {SHAPES.map((kind) => (
        <li>
          <Icon kind={kind} />
          {verdictWord(kind)}
        </li>
      ))}
    </ul>
  )
}

const STEP = 46
const HEIGHT = 48
const MIDDLE = 22

function Lane({ lane, shown }: { readonly lane: FlowLane; readonly shown: Shown }): JSX.Element {
  const { name, exchanges } = lane
  const width = exchanges.length * STEP
  const good = exchanges.filter(({ verdict }) => verdict.verdict === 'acknowledged').length
  return (
    <li class={good < exchanges.length ? 'lane lane-bad' : 'lane'}>
      <p>
        <b>{shown.message(name)}</b>
        <span class="quiet">{` ${good} of ${exchanges.length}`}</span>
      </p>
      <svg
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={shown.message(inWords(lane))}
      >
        <line class="thread" x1={STEP / 2} x2={width - STEP / 2} y1={MIDDLE} y2={MIDDLE} />
        {exchanges.map((exchange, index) => (
          <Step exchange={exchange} x={STEP * (index + 0.5)} shown={shown} />
        ))}
      </svg>
    </li>
  )
}

function inWords({ name, exchanges }: FlowLane): string {
  const steps = exchanges.map((each) => `${each.onboardingStatus} ${describeExchange(each)}`)
  return `${name}: ${steps.join('; ')}`
}

interface StepProps {
  readonly exchange: CheckExchange
  readonly x: number
  readonly shown: Shown
}

function Step({ exchange, x, shown }: StepProps): JSX.Element {
  const status = exchange.onboardingStatus ?? ''
  const title = shown.message(`${status}: ${describeExchange(exchange)}`)
  return (
    <>
      <text class="step" x={x} y="10" text-anchor="middle">
        {SHORT_NAMES[status] ?? shown.message(status).slice(0, 6)}
      </text>
      <Mark kind={markOf(exchange)} x={x} y={MIDDLE} title={title} />
      <text class="step-time" x={x} y="44" text-anchor="middle">
        {fineDuration(exchange.outcome.timings.totalMs)}
      </text>
    </>
  )
}

/** As vendor-facts 2.4 abbreviates them, but for the ones that it spells out. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  ID_VALIDATION_FINISHED: 'ID',
  ID_VALIDATION_FINISHED_SECOND_ID: 'ID 2',
  GOVERNMENT_VALIDATION_FINISHED: 'GOV',
  FACE_VALIDATION_FINISHED: 'FACE',
  POST_PROCESSING_FINISHED: 'POST',
  POST_PROCESSING_FINISHED_SECOND_ID: 'POST 2',
  ONBOARDING_FINISHED: 'FIN',
  MANUAL_REVIEW_APPROVED: 'APPR',
  MANUAL_REVIEW_REJECTED: 'REJ',
  EXPIRED: 'EXP',
}
