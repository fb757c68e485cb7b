-- Posts notifications with wrk: wrk ... -s notify.lua URL -- RUN. Prints one line of JSON. The bodies are
-- those of notifications.js: 50 sessions side by side, each in its order.
local SIDE_BY_SIDE = 50
local STATUSES = {
  "ID_VALIDATION_FINISHED",
  "ID_VALIDATION_FINISHED_SECOND_ID",
  "GOVERNMENT_VALIDATION_FINISHED",
  "FACE_VALIDATION_FINISHED",
  "POST_PROCESSING_FINISHED",
  "POST_PROCESSING_FINISHED_SECOND_ID",
  "ONBOARDING_FINISHED",
}
local BODY = '{"interviewId":"%s%016x","externalCustomerId":"Customer#%d","onboardingStatus":"%s"}'
local sent = 0
local run = "00000000"

function init(args)
  run = args[1] or run
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  local turn = math.floor(sent / SIDE_BY_SIDE)
  local session = math.floor(turn / #STATUSES) * SIDE_BY_SIDE + sent % SIDE_BY_SIDE
  sent = sent + 1
  local status = STATUSES[turn % #STATUSES + 1]
  return wrk.format(nil, nil, nil, string.format(BODY, run, session, session, status))
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format('\n{"answers":%d,"seconds":%f,"failed":%d,"p99Ms":%f}\n',
    summary.requests, summary.duration / 1e6, failed, latency:percentile(99) / 1000))
end
