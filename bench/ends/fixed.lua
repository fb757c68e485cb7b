-- The same notification again and again, the cheapest that wrk can do; one line of JSON about it.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"interviewId":"6543210fedcba9876543210f","externalCustomerId":"Customer#0001","onboardingStatus":"ID_VALIDATION_FINISHED"}'

function done(summary)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format('\n{"answers":%d,"seconds":%f,"failed":%d}\n',
    summary.requests, summary.duration / 1e6, failed))
end
