import ArgumentParser
import Glibc

/// A scenario to begin with.
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Write a commented scenario to begin with; a file that is there stays as it is.")

  @Argument(help: "The file to write; '.yaml' is added where it is missing.")
  var name: String

  func run() throws {
    let path = name.hasSuffix(".yaml") || name.hasSuffix(".yml") ? name : name + ".yaml"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      let isThere = errno == EEXIST
      let reason = isThere ? "is there already, and stays as it is" : FileBytes.reason(errno)
      throw CommandFault.system("\(path): \(reason)")
    }
    defer { close(descriptor) }
    let bytes = Array(Self.template.utf8)
    guard write(descriptor, bytes, bytes.count) == bytes.count else {
      let reason = FileBytes.reason(errno)
      unlink(path)
      throw CommandFault.system("\(path): \(reason)")
    }
    Output.line("\(path) is written: 'vmascope \(path)' plays it, 'vmascope check \(path)' checks it")
  }

  private static let template = """
    # A scenario of vmascope. 'vmascope list keys' has every line that may stand here.
    title: A device of mine
    teaches: What is mapped, and what is undone when there is no memory for a table.
    # One of 'vmascope list revisions'.
    revision: seed-v2

    files:
      device:
        path: /dev/mine
        # No driver in the kernel tree does exactly this.
        invented: yes
        driver:
          name: mine
          # What mmap_prepare asks for: here the frames of a device, over all pages of the call.
          prepare: { action: { remap_pfn: { pfn: 0xfd000, pages: all } } }

    tasks:
      mapper:
        - mmap: { file: device, pages: 4, prot: rw, flags: shared }

    # Steps that fail: ID or ID=ERRNO. 'vmascope list steps FILE' names the steps.
    # fail:
    #   - action.remap.pte_alloc.0=ENOMEM

    # What 'vmascope check' holds the run against.
    expect:
      returns: address

    """
}
