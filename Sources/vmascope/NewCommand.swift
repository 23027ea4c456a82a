import ArgumentParser

/// A scenario to begin with.
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Write a commented scenario to begin with: NAME.yaml, or standard output for '-'.")

  @Argument(help: "The scenario's name, or the path of its file; '-' is standard output.")
  var name: String

  func run() throws {
    guard name != "-" else { return Output.text(Self.template(title: "My driver")) }
    let path = name.hasSuffix(".yaml") ? name : name + ".yaml"
    let base = path.split(separator: "/").last.map { String($0.dropLast(5)) } ?? ""
    guard !base.isEmpty, base.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }),
      !base.contains(where: { "\"\\".contains($0) })
    else {
      throw CommandFault.usage("'\(name)' is no name of a file")
    }
    try NewFile.create(path, Self.template(title: base))
    Output.line("\(path): see it with 'vmascope \(path)', judge it with 'vmascope check \(path)'")
  }

  /// The text of a scenario that passes `check` as it stands.
  static func template(title: String) -> String {
    """
    # A scenario: a process, a driver, what fails, and what is expected. 'vmascope list keys' has every key.
    title: "\(title)"
    teaches: What a viewer learns, in one sentence.
    # The kernel that plays; 'vmascope list revisions' names them.
    revision: seed-v2

    files:
      device:
        path: /dev/mine
        # No driver in the kernel tree does exactly this.
        invented: yes
        driver:
          name: mine
          prepare: { action: { remap_pfn: { pfn: 0xfd000, pages: all } } }

    tasks:
      mapper:
        - mmap: { file: device, pages: 4, prot: rw, flags: shared }

    # Steps that fail; 'vmascope list steps FILE' names all ids.
    # fail:
    #   - action.remap.pte_alloc.0=ENOMEM

    # What stands in place of the reason shown at a step.
    captions:
      establish.vma_link_file: "From here on others find the VMA through {file}."

    expect:
      returns: address
      leaves: everything

    """
  }
}
