/// One call of a kernel function in a function graph, with the traced calls it made.
public struct CallNode: Hashable, Sendable {
  /// The function's name as in the source: without the suffix that the compiler gave a clone of it.
  public var name: String
  /// `constprop.0`, `isra.0`, `part.0`, `cold`: which clone ran; nil for the function itself.
  public var cloneSuffix: String?
  /// The module the function lives in, nil for the kernel's own.
  public var module: String?
  /// In the order of the calls.
  public var children: [CallNode]
  /// The line of the entry, counted from 1.
  public var line: Int
  /// No exit was recorded: the task still ran it, slept in it, or the exit was lost.
  public var isOpen: Bool

  public init(
    name: String, cloneSuffix: String? = nil, module: String? = nil, children: [CallNode] = [], line: Int = 0,
    isOpen: Bool = false
  ) {
    self.name = name
    self.cloneSuffix = cloneSuffix
    self.module = module
    self.children = children
    self.line = line
    self.isOpen = isOpen
  }

  /// Visits the call and everything below it in the order of entry; the depth of the call itself is 0.
  public func visit(depth: Int = 0, _ body: (CallNode, _ depth: Int) -> Void) {
    body(self, depth)
    for child in children { child.visit(depth: depth + 1, body) }
  }

  /// The first call of that name in the order of entry, this one included.
  public func first(named wanted: String) -> CallNode? {
    if name == wanted { return self }
    for child in children {
      if let match = child.first(named: wanted) { return match }
    }
    return nil
  }

  /// The tree as text: one name a line, two spaces a level, `…` behind a call without an exit.
  public var outline: String {
    var lines: [String] = []
    visit { node, depth in
      lines.append(String(repeating: "  ", count: depth) + node.name + (node.isOpen ? " …" : ""))
    }
    return lines.joined(separator: "\n")
  }
}

/// What a trace of the function_graph tracer says.
public struct FunctionGraph: Hashable, Sendable {
  /// In the order in which they first appear.
  public internal(set) var tracks: [Track] = []
  /// In line order.
  public internal(set) var complaints = Complaints()

  public init() {}

  /// The calls of one task, or of one processor where the trace does not name tasks.
  public struct Track: Hashable, Sendable {
    /// The command's name; empty where the trace does not name tasks.
    public var task: String
    /// The thread's number, nil where the trace does not name tasks.
    public var pid: Int?
    /// The calls that no recorded call made, in order.
    public var roots: [CallNode] = []

    public init(task: String, pid: Int?) {
      self.task = task
      self.pid = pid
    }

    /// The first call of that name in the order of entry.
    public func first(named wanted: String) -> CallNode? {
      for root in roots {
        if let match = root.first(named: wanted) { return match }
      }
      return nil
    }
  }
}
