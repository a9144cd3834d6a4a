-- Argo CD has no health check for its own Applications, and without one no sync wave waits for them.
local health = { status = "Progressing", message = "" }
if obj.status ~= nil and obj.status.health ~= nil then
  if obj.status.health.status ~= nil then
    health.status = obj.status.health.status
  end
  if obj.status.health.message ~= nil then
    health.message = obj.status.health.message
  end
end
return health
