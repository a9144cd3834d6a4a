-- The health of a FlinkCluster of flink-on-k8s-operator v0.3.9; the first that applies decides.
local function has(state, states)
  for _, candidate in ipairs(states) do
    if state == candidate then return true end
  end
  return false
end

local status = obj.status
if status == nil or status.state == nil then
  return { status = "Progressing", message = "The operator has not seen it yet" }
end

local revision = status.revision
if revision ~= nil and revision.currentRevision ~= revision.nextRevision then
  local message = "Updating"
  if status.savepoint ~= nil and status.savepoint.message ~= nil then
    message = message .. ": " .. status.savepoint.message
  end
  return { status = "Progressing", message = message }
end

local job = nil
if status.components ~= nil and status.components.job ~= nil then
  job = status.components.job
end
local state = nil
if job ~= nil then state = job.state end

if has(state, { "Failed", "Lost", "DeployFailed" }) then
  local message = "Job " .. state
  if job.failureReasons ~= nil and job.failureReasons[1] ~= nil then
    message = message .. ": " .. job.failureReasons[1]
  end
  if state == "DeployFailed" then
    message = message .. " (the operator refuses every change of it now: delete it, and Argo CD makes it again)"
  end
  return { status = "Degraded", message = message }
end
if state == "Cancelled" then
  return { status = "Suspended", message = "Job cancelled" }
end
if state == "Succeeded" then
  return { status = "Healthy", message = "Job succeeded" }
end
if has(status.state, { "Creating", "Reconciling", "Updating" }) then
  return { status = "Progressing", message = "Cluster " .. status.state }
end
if status.state == "Running" and (state == nil or state == "Running") then
  return { status = "Healthy", message = "Cluster running" }
end
if status.state == "Running" and has(state, { "Pending", "Updating", "Restarting", "Deploying" }) then
  return { status = "Progressing", message = "Job " .. state }
end
if status.state == "Stopping" then
  return { status = "Progressing", message = "Cluster Stopping" }
end
if has(status.state, { "PartiallyStopped", "Stopped" }) then
  return { status = "Suspended", message = "Cluster " .. status.state }
end
return { status = "Progressing", message = "Cluster " .. status.state }
