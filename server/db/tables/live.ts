export interface LiveTables {}
