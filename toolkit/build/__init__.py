"""From a project to its site: targets, what changed since the last build, and the folder that readers see."""
