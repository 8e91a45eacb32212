-- Sends the requests of the file REQUESTS one after the other, and prints what came of them as JSON.
-- A line: method, path, headers as name=value pairs, body; separated by tabs.
local requests = {}
local at = 0

function init()
  for line in io.lines(os.getenv("REQUESTS")) do
    requests[#requests + 1] = line
  end
end

function request()
  at = at % #requests + 1
  local fields = {}
  for field in (requests[at] .. "\t"):gmatch("([^\t]*)\t") do fields[#fields + 1] = field end
  local headers = {}
  for i = 3, #fields - 1 do
    local name, value = fields[i]:match("([^=]+)=(.*)")
    headers[name] = value
  end
  return wrk.format(fields[1], fields[2], headers, fields[#fields])
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('{"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "errors": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
