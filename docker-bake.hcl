# Builds the images of this repository and pushes them:
#
#   REVISION=$(git rev-parse HEAD) \
#     docker buildx bake -f docker-bake.hcl -f dist/hosts/reference/docker-bake.json --push
#
# The second file is made by `npm run synth`: what an environment calls the images, and what it has them made from.

variable "REVISION" {
  default = "" # the commit, for the images' labels
}

group "default" {
  targets = ["normalizer", "normalizer-flink", "goflow2"]
}

target "image" {
  context = "."
  args = {
    REVISION = REVISION
    # The images say that they are as old as this, not as the build: equal inputs can then make equal images.
    SOURCE_DATE_EPOCH = "0"
  }
}

target "normalizer" {
  inherits   = ["image"]
  dockerfile = "normalizer/Dockerfile"
  target     = "node"
}

target "normalizer-flink" {
  inherits   = ["image"]
  dockerfile = "normalizer/Dockerfile"
  target     = "flink"
}

target "goflow2" {
  inherits   = ["image"]
  dockerfile = "images/goflow2/Dockerfile"
}
