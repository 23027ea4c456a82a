import Importers
import KernelRoutines
import Simulation

/// A tree of function names, from a run or from a recorded graph, so that both can be compared.
public struct CallTree: Hashable, Sendable {
  public var name: String
  public var children: [CallTree]

  public init(_ name: String, _ children: [CallTree] = []) {
    self.name = name
    self.children = children
  }
}
