/// Reads a trace of the function_graph tracer into a forest of calls for each task.
///
/// Tolerant: a trace may begin and end in the middle of calls, lose lines, switch tasks. Calls and exits are
/// matched by their indentation, so that a lost line spoils one call and not all behind it.
public struct FunctionGraphReader {
  /// Limit: deeper calls are kept as calls without an exit; the kernel records 50 levels at most.
  public static let depthMax = 256

  private var graph = FunctionGraph()
  private var stacks: [[OpenCall]] = []
  /// The track of a task or processor; only looked up, never iterated.
  private var trackOf: [TrackKey: Int] = [:]
  /// Which task runs on a processor, as far as switches told; only looked up.
  private var running: [Int: GraphLine.Task] = [:]
  private var line = 0

  private struct OpenCall {
    var node: CallNode
    var indent: Int
  }

  private enum TrackKey: Hashable {
    case task(GraphLine.Task)
    case processor(Int)
  }

  /// Reads all of `bytes`; the work is linear in their number.
  public static func read(_ bytes: [UInt8]) -> FunctionGraph {
    var reader = FunctionGraphReader()
    if bytes.isEmpty {
      reader.graph.complaints.add(line: 1, column: 1, "the file is empty, expected a function_graph trace")
    }
    let isEnded = bytes.last == Ascii.newline
    for line in bytes.dropLast(isEnded ? 1 : 0).split(
      separator: Ascii.newline, omittingEmptySubsequences: false)
    {
      reader.line += 1
      reader.take(GraphLine(line))
    }
    reader.finish()
    return reader.graph
  }

  private init() {}

  private mutating func take(_ entry: GraphLine) {
    switch entry {
    case .nothing: break
    case .otherTracer(let name):
      complain(column: 1, "the trace is of the tracer \(name), expected function_graph")
    case .taskSwitch(let processor, let task): running[processor] = task
    case .lost(let text): complain(column: 1, "\(text): calls and exits are missing here")
    case .unreadable(let column, let text): complain(column: column, text)
    case .call(let place, let function, let isLeaf): call(function, at: place, isLeaf: isLeaf)
    case .exit(let place, let name): exit(name, at: place)
    }
  }

  private mutating func call(_ function: GraphLine.Function, at place: GraphLine.Place, isLeaf: Bool) {
    let track = track(of: place)
    closeLost(track, while: { $0 >= place.indent })
    var node = CallNode(
      name: function.name, cloneSuffix: function.cloneSuffix, module: function.module, line: line)
    if isLeaf {
      attach(node, to: track)
    } else if stacks[track].count < Self.depthMax {
      stacks[track].append(OpenCall(node: node, indent: place.indent))
    } else {
      node.isOpen = true
      attach(node, to: track)
      complain(column: place.column, "calls are nested deeper than \(Self.depthMax), the rest is not matched")
    }
  }

  private mutating func exit(_ name: String?, at place: GraphLine.Place) {
    let track = track(of: place)
    guard stacks[track].contains(where: { $0.indent == place.indent }) else {
      complain(column: place.column, "an exit without its call, the trace begins inside it or lost it")
      return
    }
    closeLost(track, while: { $0 > place.indent })
    guard let open = stacks[track].popLast() else { return }
    if let name, name != open.node.name {
      complain(column: place.column, "the exit of \(name) at the place of \(open.node.name)")
    }
    attach(open.node, to: track)
  }

  /// Ends calls whose exit never came although something outside them follows.
  private mutating func closeLost(_ track: Int, while isInside: (_ indent: Int) -> Bool) {
    while let open = stacks[track].last, isInside(open.indent) {
      let text = "\(open.node.name) of line \(open.node.line) has no exit before this line"
      complain(column: 1, text)
      closeOpen(track)
    }
  }

  private mutating func closeOpen(_ track: Int) {
    guard var open = stacks[track].popLast() else { return }
    open.node.isOpen = true
    attach(open.node, to: track)
  }

  private mutating func attach(_ node: CallNode, to track: Int) {
    if stacks[track].isEmpty {
      graph.tracks[track].roots.append(node)
    } else {
      stacks[track][stacks[track].count - 1].node.children.append(node)
    }
  }

  /// Calls still open at the end of the trace are a fact about the task, told once a track.
  private mutating func finish() {
    for track in stacks.indices {
      guard let innermost = stacks[track].last else { continue }
      let text = "the trace ends inside \(innermost.node.name) of line \(innermost.node.line)"
      complain(column: 1, text)
      while !stacks[track].isEmpty { closeOpen(track) }
    }
  }

  private mutating func track(of place: GraphLine.Place) -> Int {
    let processor = place.processor ?? 0
    let task = place.task ?? running[processor]
    let key = task.map(TrackKey.task) ?? .processor(processor)
    if let known = trackOf[key] { return known }
    trackOf[key] = stacks.count
    stacks.append([])
    graph.tracks.append(FunctionGraph.Track(task: task?.name ?? "", pid: task?.pid))
    return stacks.count - 1
  }

  private mutating func complain(column: Int, _ text: String) {
    graph.complaints.add(line: line, column: column, text)
  }
}
