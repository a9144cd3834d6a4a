-- Argo CD has no health check for its own Applications, and without one no sync wave waits for them.
-- Their own "health" is not enough: it says Healthy of an Application that can't be compared, that was never synced,
-- or that has nothing in it. Degraded ends the root's sync, which is tried again, with the newest commit.
local status = obj.status
if status == nil or status.sync == nil or status.sync.status == nil then
  return { status = "Progressing", message = "Argo CD has not seen it yet" }
end

if status.sync.status == "Unknown" then
  local message = "Can't be compared with git"
  if status.conditions ~= nil and status.conditions[1] ~= nil then
    message = message .. ": " .. status.conditions[1].message
  end
  return { status = "Degraded", message = message }
end
if status.resources == nil or status.resources[1] == nil then
  return { status = "Degraded", message = "Its folder holds no manifest" }
end

local synced = status.sync.status == "Synced"
local operation = status.operationState
if not synced and operation == nil then
  return { status = "Progressing", message = "Never synced" }
end
if not synced and operation.phase == "Running" then
  return { status = "Progressing", message = operation.message or "Syncing" }
end
if not synced and (operation.phase == "Failed" or operation.phase == "Error") then
  return { status = "Degraded", message = operation.message or "The sync failed" }
end

if status.health == nil or status.health.status == nil then
  return { status = "Progressing", message = "" }
end
return { status = status.health.status, message = status.health.message or "" }
