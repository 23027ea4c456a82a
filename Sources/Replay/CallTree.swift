import Importers

/// A tree of function names, from a run or from a recorded graph, so that both can be compared.
public struct CallTree: Hashable, Sendable {
  public var name: String
  /// In the order of the calls.
  public var children: [CallTree]

  public init(_ name: String, _ children: [CallTree] = []) {
    self.name = name
    self.children = children
  }

  /// The tree of a recorded call; suffixes of clones and module names are left out.
  public init(_ node: CallNode) {
    self.init(node.name, node.children.map { CallTree($0) })
  }

  /// A call in the order of entry, with how many calls it is nested in.
  public struct Line: Hashable, Sendable {
    public var depth: Int
    public var name: String

    public init(depth: Int, name: String) {
      self.depth = depth
      self.name = name
    }

    /// The name, two spaces a level.
    public var text: String { String(repeating: "  ", count: depth) + name }
  }

  /// Every call in the order of entry. Two trees are equal when these are.
  public var lines: [Line] {
    var found: [Line] = []
    collect(into: &found, depth: 0)
    return found
  }

  private func collect(into lines: inout [Line], depth: Int) {
    lines.append(Line(depth: depth, name: name))
    for child in children { child.collect(into: &lines, depth: depth + 1) }
  }

  /// The tree as text, one call a line.
  public var outline: String { lines.map(\.text).joined(separator: "\n") }

  /// The first call of that name in the order of entry, this one included.
  public func first(named wanted: String) -> CallTree? {
    if name == wanted { return self }
    for child in children {
      if let match = child.first(named: wanted) { return match }
    }
    return nil
  }

  /// The tree of the calls whose names are among those given: what an unknown call made moves up to the
  /// place where it stood. The root stays.
  public func projected(onto names: Set<String>) -> CallTree {
    CallTree(name, children.flatMap { $0.known(names) })
  }

  private func known(_ names: Set<String>) -> [CallTree] {
    let below = children.flatMap { $0.known(names) }
    return names.contains(name) ? [CallTree(name, below)] : below
  }
}
