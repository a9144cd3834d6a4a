# Builds the images of this repository and pushes them:
#
#   REVISION=$(git rev-parse HEAD) \
#     docker buildx bake -f docker-bake.hcl -f dist/hosts/reference/docker-bake.json --push
#
# The second file is made by `npm run synth`: what an environment calls the images, and what it has them made from.

variable "REVISION" {
  default = "" # the commit, for a label
}

group "default" {
  targets = ["normalizer", "normalizer-flink", "goflow2", "jmx-exporter"]
}

target "image" {
  context = "."
  args = {
    # The images say that they are as old as this, not as the build: equal inputs can then make equal images.
    SOURCE_DATE_EPOCH = "0"
  }
  labels = {
    "org.opencontainers.image.revision" = REVISION
    "org.opencontainers.image.licenses" = "Apache-2.0"
  }
}

target "normalizer" {
  inherits   = ["image"]
  dockerfile = "normalizer/Dockerfile"
  target     = "node"
  labels     = { "org.opencontainers.image.title" = "netflow-normalizer" }
}

target "normalizer-flink" {
  inherits   = ["image"]
  dockerfile = "normalizer/Dockerfile"
  target     = "flink"
  labels     = { "org.opencontainers.image.title" = "netflow-normalizer-flink" }
}

target "goflow2" {
  inherits   = ["image"]
  dockerfile = "images/goflow2/Dockerfile"
  labels = {
    "org.opencontainers.image.title"    = "goflow2"
    "org.opencontainers.image.licenses" = "BSD-3-Clause"
  }
}

target "jmx-exporter" {
  inherits   = ["image"]
  dockerfile = "images/jmx-exporter/Dockerfile"
  labels     = { "org.opencontainers.image.title" = "netflow-jmx-exporter" }
}
