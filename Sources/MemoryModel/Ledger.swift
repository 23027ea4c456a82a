/// What a call takes and must give back when it fails: references, charges and counters.
public struct Ledger: Hashable, Sendable {
  public enum Line: Int, CaseIterable, Hashable, Sendable {
    case fileReferences, writable, committed, mapCount, totalVM, tables, entries

    /// The name on the screen.
    public var name: String {
      switch self {
      case .fileReferences: "file references"
      case .writable: "i_mmap_writable"
      case .committed: "charged pages"
      case .mapCount: "map_count"
      case .totalVM: "total_vm, pages"
      case .tables: "page-table pages"
      case .entries: "entries set"
      }
    }

    /// The law that speaks about the line.
    public var law: String {
      switch self {
      case .fileReferences: "references_are_balanced"
      case .writable: "writable_count_is_balanced"
      case .committed: "charge_is_balanced"
      case .mapCount: "map_count_is_balanced"
      case .totalVM: "total_vm_is_balanced"
      case .tables: "tables_are_balanced"
      case .entries: "entries_are_balanced"
      }
    }
  }

  private var values: [Int]

  /// The ledger of one address space and one file.
  ///
  /// - Parameter range: the addresses whose tables and entries are counted; nil counts all. Other threads of
  ///   the process fill page tables too.
  public init(_ state: MachineState, mm: MMID, file: FileID?, range: AddressRange? = nil) {
    let space = state.mm(mm)
    values = Line.allCases.map { line in
      switch line {
      case .fileReferences: file.map { state.file($0).references } ?? 0
      case .writable: file.map { state.file($0).writable } ?? 0
      case .committed: state.committed
      case .mapCount: space.mapCount
      case .totalVM: space.totalVM
      case .tables: range.map { space.pageTable.tables(over: $0) } ?? space.pageTable.tableCount
      case .entries:
        range.map { space.pageTable.count(in: $0.start.page..<$0.end.page) }
          ?? space.pageTable.runs.reduce(0) { $0 + $1.count }
      }
    }
  }

  public subscript(_ line: Line) -> Int { values[line.rawValue] }
}
